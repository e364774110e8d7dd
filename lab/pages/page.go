package main

import (
	"fmt"
	"os"
	"strings"
)

// rewrite puts text between the marks of a block of the page: <!-- name --> and <!-- /name -->.
func rewrite(path, name, text string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	open, end := "<!-- "+name+" -->", "<!-- /"+name+" -->"
	before, rest, found := strings.Cut(string(data), open)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s has no block %s … %s", path, open, end)
	}
	return os.WriteFile(path, []byte(before+open+"\n\n"+strings.TrimSpace(text)+"\n\n"+end+after), 0o644)
}
