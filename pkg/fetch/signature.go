package fetch

import (
	"maps"
	"slices"
	"strings"
)

// signature names a series by its labels, in one order.
func signature(labels map[string]string) string {
	var name strings.Builder
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		name.WriteString(label)
		name.WriteByte(0xff) // In no valid UTF-8.
		name.WriteString(labels[label])
		name.WriteByte(0xff)
	}
	return name.String()
}
