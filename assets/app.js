// The page works without this file; what it adds is convenience.

// A box that marks every box of its form.
document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-mark-all]')) return;
  for (const box of target.form.querySelectorAll('input[type=checkbox][name=id]'))
    box.checked = target.checked;
});
