// Checks what the ledger proves with other people's code alone: golang.org/x/mod for notes and trees, and
// github.com/transparency-dev/formats for cosignatures and proof files. Reads a question as JSON, answers as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Log         string   // vkey
	Witnesses   []string // vkeys, each of which must have cosigned
	Proofs      []inclusion
	Consistency []consistency
	Folder      string // exported tiles
	Size        int64
	Root        []byte
	Indexes     []int64 // of leaves to prove from the tiles
	Key         string  // private key
	Text        string  // to sign with it
}

type inclusion struct {
	Entry []byte
	Proof string
}

type consistency struct {
	Old, New         int64
	OldRoot, NewRoot []byte
	Proof            [][]byte
}

type answer struct {
	Proofs, Consistency []string // empty: accepted
	FromTiles           [][][]byte
	Signed              string
}

func main() {
	var asked question
	must(json.NewDecoder(os.Stdin).Decode(&asked))
	logKey, err := note.NewVerifier(asked.Log)
	must(err)
	var witnesses []note.Verifier
	for _, vkey := range asked.Witnesses {
		witness, err := fnote.NewVerifierForCosignatureV1(vkey)
		must(err)
		witnesses = append(witnesses, witness)
	}
	var told answer
	for _, p := range asked.Proofs {
		told.Proofs = append(told.Proofs, said(included(p, logKey, witnesses)))
	}
	for _, c := range asked.Consistency {
		told.Consistency = append(told.Consistency, said(consistent(c)))
	}
	tree := tlog.Tree{N: asked.Size, Hash: hash(asked.Root)}
	for _, index := range asked.Indexes {
		path, err := tlog.ProveRecord(tree.N, index, tlog.TileHashReader(tree, folder(asked.Folder)))
		must(err)
		var hashes [][]byte
		for _, h := range path {
			hashes = append(hashes, h[:])
		}
		told.FromTiles = append(told.FromTiles, hashes)
	}
	if asked.Key != "" {
		signer, err := note.NewSigner(asked.Key)
		must(err)
		signed, err := note.Sign(&note.Note{Text: asked.Text}, signer)
		must(err)
		told.Signed = string(signed)
	}
	must(json.NewEncoder(os.Stdout).Encode(told))
}

func included(p inclusion, logKey note.Verifier, witnesses []note.Verifier) error {
	var read proof.TLogProof
	if err := read.Unmarshal([]byte(p.Proof)); err != nil {
		return err
	}
	head, _, opened, err := log.ParseCheckpoint(read.Checkpoint, logKey.Name(), logKey, witnesses...)
	if err != nil {
		return err
	}
	if len(opened.Sigs) != 1+len(witnesses) {
		return fmt.Errorf("%d signatures", len(opened.Sigs))
	}
	var path tlog.RecordProof
	for _, h := range read.Hashes {
		path = append(path, tlog.Hash(h))
	}
	return tlog.CheckRecord(path, int64(head.Size), hash(head.Hash), int64(read.Index), tlog.RecordHash(p.Entry))
}

func consistent(c consistency) error {
	var path tlog.TreeProof
	for _, h := range c.Proof {
		path = append(path, hash(h))
	}
	return tlog.CheckTree(path, c.New, hash(c.NewRoot), c.Old, hash(c.OldRoot))
}

// folder reads tiles where C2SP tlog-tiles puts them: as Go does, without the tile height in the path.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func hash(b []byte) (h tlog.Hash) {
	copy(h[:], b)
	return
}

func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
