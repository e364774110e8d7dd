package view

import (
	"fmt"
	"strconv"
	"strings"
)

// abridged lists a few names.
func abridged(names []string) string {
	const shown = 4
	if len(names) > shown {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
	}
	return strings.Join(names, ", ")
}

func quoted(texts []string) string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = strconv.Quote(text)
	}
	return abridged(all)
}

// points writes "12 of 40 points have" or "The point has".
func points(k, n int) string {
	if n == 1 {
		return "The point has"
	}
	return fmt.Sprintf("%d of %d points have", k, n)
}

// numbered writes "1 bound" or "2 bounds".
func numbered(n int, noun string) string {
	if n == 1 || noun == "series" {
		return strconv.Itoa(n) + " " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func count(n float64) string { return strconv.FormatFloat(n, 'f', 0, 64) }

// share writes a share with two digits, never as 1e+02.
func share(part, all float64) string {
	if all <= 0 {
		return "some"
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(100*part/all, 'g', 2, 64), 64)
	if err != nil {
		return "some"
	}
	return strconv.FormatFloat(short, 'f', -1, 64) + " %"
}
