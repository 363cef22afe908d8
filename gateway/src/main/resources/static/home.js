document.getElementById('origin').textContent = window.location.origin;

// An operator may have turned Swagger UI off.
const ui = document.querySelector('a[href^="swagger-ui"]');
fetch(ui.href, { method: 'HEAD' }).then((answer) => {
  ui.hidden = !answer.ok;
});
