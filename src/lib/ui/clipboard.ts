// The clipboard, also on pages without https, which browsers give none.

/** @returns false: the browser did not allow it */
export async function toClipboard(text: string): Promise<boolean> {
  if (typeof navigator.clipboard === 'undefined') return byHand(text);
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => byHand(text),
  );
}

function byHand(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
