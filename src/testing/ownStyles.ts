// jsdom asks each rule of each style sheet whether it matches, for every element and every ancestor whose style somebody
// wants to know: nine tenths of the time of the editor's tests. What tests and axe want to know is what is hidden, which
// an attribute or the element's own style says.
window.getComputedStyle = (element: Element) => {
  const style = document.createElement('div').style;
  style.cssText = (element as HTMLElement).style?.cssText ?? '';
  style.display ||= element.hasAttribute('hidden') ? 'none' : 'block';
  style.visibility ||= 'visible';
  return style;
};
