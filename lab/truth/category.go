package truth

import (
	"maps"
	"slices"
)

// byCategory returns one distribution for each side, over all categories that any of them names.
func byCategory(sides [][]piece) []Distribution {
	known := map[string]bool{}
	for _, pieces := range sides {
		for _, p := range pieces {
			for name := range p.named {
				known[name] = true
			}
		}
	}
	names := slices.Sorted(maps.Keys(known))
	out := make([]Distribution, len(sides))
	for i, pieces := range sides {
		d := Distribution{Kind: pieces[0].metric.KindOf(), Categories: names, Probabilities: make([]float64, len(names))}
		for _, p := range pieces {
			d.Expected += p.events
			for bin, name := range names {
				d.Probabilities[bin] += p.named[name]
			}
		}
		out[i] = d.normalised()
	}
	return out
}
