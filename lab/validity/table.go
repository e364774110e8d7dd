package main

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// table is one of the page, in Markdown.
type table struct {
	title  string // A sentence that says what the entries are.
	header []string
	rows   [][]string
}

func (t table) write(out io.Writer) {
	fmt.Fprintf(out, "%s\n\n| %s |\n|%s\n", t.title, strings.Join(t.header, " | "), strings.Repeat("---|", len(t.header)))
	for _, row := range t.rows {
		fmt.Fprintf(out, "| %s |\n", strings.Join(row, " | "))
	}
	fmt.Fprintln(out)
}

// percent writes a share in percent.
func percent(share float64, digits int) string {
	if math.IsNaN(share) {
		return "–"
	}
	return fmt.Sprintf("%.*f", digits, 100*share)
}

func number(v float64, digits int) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return "∞"
	default:
		return fmt.Sprintf("%.*g", digits, v)
	}
}
