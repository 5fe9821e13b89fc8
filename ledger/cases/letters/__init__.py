"""What leaves on paper or as PDF: letters as data, set by typst from one template."""
