// A dialog over all else: shown as soon as it is there; when it goes, what had the focus before has it again.
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  return () => before instanceof HTMLElement && before.focus();
}
