// Shift three times in a row presses "Exit quickly", and the page is blank at once. Any other key in between, or five
// seconds without one, and the count begins again: who types capitals does not leave.
let times = 0, last = 0;
addEventListener("keydown", (event) => {
  if (event.repeat) return;
  times = event.key === "Shift" ? (event.timeStamp - last < 5000 ? times + 1 : 1) : 0;
  last = event.timeStamp;
  if (times === 3) {
    document.body.hidden = true;
    document.querySelector("form.leave").requestSubmit();
  }
});
