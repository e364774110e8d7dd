package traffic

import "time"

// level draws how high each category stands at moment t: around its mean, and the same as long as a level holds.
func (p *Pod) level(t time.Time) {
	stretch := t.UnixNano() / int64(p.group.Level.Holds)
	mean := p.group.Level.Mean / float64(len(p.group.Pods))
	shares := p.profiles.at(p.now, t).modes[0]
	p.seed(saltLevel, stretch)
	for bin, share := range shares {
		p.counts[bin] = poisson(p.random, mean*share)
		p.seen[bin] = p.seen[bin] || p.counts[bin] > 0
	}
}

// turn sets a switch to where its schedule has it at moment t.
func (p *Pod) turn(t time.Time) {
	p.seen[0] = true
	p.counts[0] = 0
	if p.group.On.Active(p.now, t) {
		p.counts[0] = 1
	}
}
