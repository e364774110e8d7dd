package main

import (
	"fmt"
	"os"
	"strings"
)

// replaceBlock puts text between the marks of a block of the page: <!-- name --> and <!-- /name -->.
func replaceBlock(page, name, text string) (string, error) {
	open, end := "<!-- "+name+" -->", "<!-- /"+name+" -->"
	before, rest, found := strings.Cut(page, open)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return "", fmt.Errorf("the page has no block %s … %s", open, end)
	}
	return before + open + "\n" + text + "\n" + end + after, nil
}

// rewrite replaces blocks of the page at path.
func rewrite(path string, names []string, texts map[string]string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	page := string(data)
	for _, name := range names {
		if page, err = replaceBlock(page, name, texts[name]); err != nil {
			return err
		}
	}
	return os.WriteFile(path, []byte(page), 0o644)
}
