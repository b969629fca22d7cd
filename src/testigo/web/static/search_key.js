// The key "/" goes to the search box, from anywhere but a field.

document.addEventListener("keydown", (event) => {
  const inField = event.target.matches("input, select, textarea");
  if (event.key !== "/" || inField || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById("q").focus();
});
