package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// row is a comparison: the median of the ratios a/b, and the medians of both.
type row struct {
	name  string
	ratio float64
	aim   string
	a, b  time.Duration
	about string
}

// action is what is measured. prepare, if any, is not.
type action struct {
	prepare func() error
	do      func() error
}

// paired measures two actions in turn, A B A B, so that what else the machine does hits both. One pair is not counted.
func paired(n int, a, b action) (row, error) {
	var as, bs []time.Duration
	var ratios []float64
	for i := range n + 1 {
		x, err := a.time()
		if err != nil {
			return row{}, err
		}
		y, err := b.time()
		if err != nil {
			return row{}, err
		}
		if i > 0 {
			as, bs, ratios = append(as, x), append(bs, y), append(ratios, float64(x)/float64(y))
		}
	}
	return row{ratio: median(ratios), a: median(as), b: median(bs)}, nil
}

func (a action) time() (time.Duration, error) {
	if a.prepare != nil {
		if err := a.prepare(); err != nil {
			return 0, err
		}
	}
	// Each action pays for its own garbage only.
	runtime.GC()
	start := time.Now()
	err := a.do()
	return time.Since(start), err
}

func median[T time.Duration | float64](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func table(out io.Writer, rows []row) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ratio\taim\twhat\ttimes\t")
	for _, r := range rows {
		fmt.Fprintf(t, "%.2f\t%s\t%s\t%s : %s\t%s\n", r.ratio, r.aim, r.name, short(r.a), short(r.b), r.about)
	}
	return t.Flush()
}

// short writes three digits of a duration.
func short(d time.Duration) string {
	for unit := time.Duration(1); ; unit *= 10 {
		if d/unit < 1000 {
			return d.Round(unit).String()
		}
	}
}
