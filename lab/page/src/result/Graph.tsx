import { css } from '@emotion/css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { DataFrame, GrafanaTheme2, TimeRange } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { Legend } from './Legend';
import { Readout } from './Readout';
import { type Cursor, optionsOf } from './options';
import { plotOf } from './plot';

const HEIGHT = 320;

/** Draws frames with their bands over time. */
export function Graph({ frames, range }: { frames: DataFrame[]; range: TimeRange }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [cursor, setCursor] = useState<Cursor>();
  const plot = useMemo(() => plotOf(frames, theme), [frames, theme]);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (width === 0) {
      return;
    }
    const options = optionsOf(plot, { width, height: HEIGHT, range, theme, onCursor: setCursor });
    const drawn = new uPlot(options, plot.data, place.current!);
    return () => drawn.destroy();
  }, [plot, width, range, theme]);

  const time = cursor && plot.data[0][cursor.index] * 1000;
  return (
    <div>
      <div
        ref={place}
        className={styles.place}
        role="img"
        aria-label={`Graph of ${plot.lines.filter(({ listed }) => listed).length} series`}
      >
        {cursor && time !== undefined && <Readout frames={frames} time={time} cursor={cursor} width={width} />}
      </div>
      <Legend lines={plot.lines} frames={frames} />
    </div>
  );
}

const getStyles = (_: GrafanaTheme2) => ({
  place: css({ position: 'relative', height: HEIGHT, minWidth: 0, overflow: 'hidden' }),
});
