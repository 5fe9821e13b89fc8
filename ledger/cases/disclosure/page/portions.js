// Long work in portions: between two of them the page answers whoever uses it, and may be told to stop.

const PORTION_MS = 40;

// A message, not a timer: of a page in the background timers are held back to one in a second.
function pause() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resume(); };
    port2.postMessage(null);
  });
}
// Makes one of each value, in order. `told` hears how many of how many are made, and ends the work by throwing.
async function inPortions(values, made, told = () => {}) {
  const all = [];
  let since = performance.now();
  for (const value of values) {
    all.push(await made(value, all.length));
    if (performance.now() - since < PORTION_MS) continue;
    told(all.length, values.length);
    await pause();
    since = performance.now();
  }
  return all;
}
