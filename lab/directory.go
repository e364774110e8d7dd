package lab

import (
	"fmt"
	"os"
	"path/filepath"
)

// claim returns the directory a lab works in and what removes it in the end. Only a temporary one is removed. A
// directory with blocks in it is refused: they would overlap with the history to be written.
func claim(dir string) (claimed string, remove func() error, err error) {
	if dir == "" {
		dir, err = os.MkdirTemp("", "histodrift-lab-")
		if err != nil {
			return "", nil, fmt.Errorf("make a temporary directory: %w", err)
		}
		return dir, func() error { return os.RemoveAll(dir) }, nil
	}
	blocks, err := filepath.Glob(filepath.Join(dir, "*", "meta.json"))
	if err != nil {
		return "", nil, fmt.Errorf("look into %s: %w", dir, err)
	}
	if len(blocks) > 0 {
		return "", nil, fmt.Errorf("directory %s holds blocks already: give an empty one", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", nil, fmt.Errorf("make the directory: %w", err)
	}
	return dir, func() error { return nil }, nil
}
