package request

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How much of a line is shown before and after a place.
const (
	shownBefore = 40
	shownAfter  = 20
)

// placeName names a place in a text, given in bytes, the way editors count it: characters from 1, and lines where there
// are several.
func placeName(text string, place int) string {
	before := text[:place]
	if !strings.Contains(text, "\n") {
		return fmt.Sprintf("character %d", utf8.RuneCountInString(before)+1)
	}
	lineStart := strings.LastIndexByte(before, '\n') + 1
	return fmt.Sprintf("line:column %d:%d", strings.Count(before, "\n")+1, utf8.RuneCountInString(before[lineStart:])+1)
}

// excerpt shows a place in its line.
func excerpt(text string, place int) string {
	before, after := text[:place], text[place:]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	after, _, _ = strings.Cut(after, "\n")
	return strings.TrimSpace(tail(before, shownBefore) + " ⟵ here " + head(after, shownAfter))
}

func head(text string, n int) string {
	characters := []rune(strings.TrimSpace(text))
	if len(characters) <= n {
		return string(characters)
	}
	return string(characters[:n]) + "…"
}

func tail(text string, n int) string {
	characters := []rune(strings.TrimSpace(text))
	if len(characters) <= n {
		return string(characters)
	}
	return "…" + string(characters[len(characters)-n:])
}

// withinText keeps a place inside the text; an end of input is where the text ends, not the blank lines after it.
func withinText(text string, place int) int {
	return max(0, min(place, len(strings.TrimRightFunc(text, unicode.IsSpace))))
}
