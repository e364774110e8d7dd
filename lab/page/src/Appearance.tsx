import { type ReactNode, useState } from 'react';
import { ThemeContext, createTheme } from '@grafana/data';
import { GlobalStyles, IconButton, PortalContainer } from '@grafana/ui';

type Mode = 'dark' | 'light';

const KEY = 'histodrift.lab.mode';

const themes = {
  dark: createTheme({ colors: { mode: 'dark' } }),
  light: createTheme({ colors: { mode: 'light' } }),
};

/** Grafana's theme for all that is inside, and a button that changes it. */
export function Appearance({ children }: { children: (toggle: ReactNode) => ReactNode }) {
  const [mode, setMode] = useState(initialMode);
  const other: Mode = mode === 'dark' ? 'light' : 'dark';
  const change = () => {
    localStorage.setItem(KEY, other);
    setMode(other);
  };
  const toggle = <IconButton name={'adjust-circle'} size="lg" tooltip={`Change to ${other} theme`} onClick={change} />;
  return (
    <ThemeContext.Provider value={themes[mode]}>
      <GlobalStyles />
      {children(toggle)}
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

function initialMode(): Mode {
  const stored = localStorage.getItem(KEY);
  if (stored === 'dark' || stored === 'light') {
    return stored;
  }
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}
