import { TextDecoder, TextEncoder } from 'util';

// What Grafana's components expect of a browser and jsdom lacks.
Object.assign(globalThis, { TextDecoder, TextEncoder });

Object.defineProperty(globalThis, 'matchMedia', {
  writable: true,
  value: (media: string) => ({ media, matches: false, addEventListener: () => {}, removeEventListener: () => {} }),
});

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { ResizeObserver: Observer, IntersectionObserver: Observer });

// Text is measured on a canvas; menus show only the options for which there is room.
HTMLCanvasElement.prototype.getContext = (() => ({ measureText: () => ({ width: 50 }) })) as never;
const rect = { x: 0, y: 0, top: 0, left: 0, bottom: 400, right: 400, width: 400, height: 400 };
Element.prototype.getBoundingClientRect = () => ({ ...rect, toJSON: () => rect });
for (const size of ['clientHeight', 'clientWidth', 'offsetHeight', 'offsetWidth']) {
  Object.defineProperty(HTMLElement.prototype, size, { configurable: true, value: 400 });
}
Element.prototype.scrollTo = () => {};
