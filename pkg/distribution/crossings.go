package distribution

import "math"

// crossings tells how much of a window lies in bins that each of its layouts had divided. Bounds that stood in equally
// many cells are taken for those of one layout. Native layouts need none of this: the coarser one divides nothing.
type crossings struct {
	open   map[int32]bool    // Layouts that divide the bin being joined.
	events map[int32]float64 // Events in the bins that a layout divides.
}

func (c *crossings) cross(cells int32) {
	if c.open == nil {
		c.open, c.events = map[int32]bool{}, map[int32]float64{}
	}
	c.open[cells] = true
}

func (c *crossings) end(events float64) {
	for layout := range c.open {
		c.events[layout] += events
	}
	clear(c.open)
}

// unkept is what the layout that gave up least gave up. One that nobody saw any bound of has given up nothing.
func (c *crossings) unkept() float64 {
	if len(c.events) < 2 {
		return 0
	}
	least := math.Inf(1)
	for _, events := range c.events {
		least = min(least, events)
	}
	return least
}
