import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { format } from 'util';

// Finding out whether an element is visible costs more than the rest of a test, and jsdom has no layout to tell by.
// Menus answer in an instant, but not on a busy machine.
configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });

// Grafana's components have remarks of their own; an error, though, must not pass unseen.
console.info = () => {};
console.warn = () => {};
const theirs = /changing an? (un)?controlled input/; // @grafana/plugin-ui, where a setting is not given.
const errors: string[] = [];
console.error = (...args) => theirs.test(args[0]) || errors.push(format(...args));
afterEach(() => expect(errors.splice(0)).toEqual([]));
