/** Puts the keyboard on the first field that is marked as wrong. */
export const focusFirstMistake = (content: HTMLElement | null): void =>
  content
    ?.querySelector('[data-invalid="true"]')
    ?.querySelector<HTMLElement>('input, textarea, [role="combobox"], [role="textbox"], button')
    ?.focus();
