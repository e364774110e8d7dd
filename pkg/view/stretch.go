package view

import (
	"math"
	"time"

	"github.com/histodrift/histodrift/pkg/request"
)

// stretch is the points of an episode.
type stretch struct {
	first   int // The first point above the threshold.
	last    int // The last point that could be judged before it ended.
	end     int // The point at which it was over; that of last where nothing could be judged for too long.
	peak    int
	points  int // Points that could be judged.
	ongoing bool
}

// hysteresis tells episodes from a divergence that dances around the threshold.
type hysteresis struct {
	enter, leave float64       // It begins where a number exceeds enter and ends where the estimate is at or below leave.
	bridge       time.Duration // Time without judged points that does not end an episode.
	gap          time.Duration // Time between two episodes up to which they are one.
	least        time.Duration // Shortest episode that counts.
}

// hysteresisOf reads the thresholds of a query whose points are a step apart; numbers are in its unit.
func hysteresisOf(query request.Query, step time.Duration) hysteresis {
	options := query.Episodes
	return hysteresis{
		enter: *query.Threshold, leave: options.Leave * *query.Threshold,
		bridge: max(options.Gap.Length, query.Window.Length, step), gap: options.Gap.Length, least: options.Least.Length,
	}
}

// find returns the episodes of a group, and how many were too short to count. begins are the numbers that have to exceed
// the threshold, estimates those that have to fall; NaN where a point could not be judged.
func (h hysteresis) find(times []time.Time, begins, estimates []float64) (found []stretch, dropped int) {
	var all []stretch
	in := false
	for i, estimate := range estimates {
		if in {
			now := &all[len(all)-1]
			if late := times[i].Sub(times[now.last]) > h.bridge; late {
				now.end, in = now.last, false
			}
		}
		switch {
		case math.IsNaN(estimate):
			continue
		case in:
			now := &all[len(all)-1]
			if estimate <= h.leave {
				now.end, in = i, false
				continue
			}
			now.last, now.end = i, i
			now.points++
			if estimate > estimates[now.peak] {
				now.peak = i
			}
		case begins[i] > h.enter: // NaN is not.
			all, in = append(all, stretch{first: i, last: i, end: i, peak: i, points: 1}), true
		}
	}
	if in { // What can't be judged at the end of the range is bridged, too.
		now := &all[len(all)-1]
		now.end, now.ongoing = len(times)-1, true
	}
	for _, one := range h.merge(times, estimates, all) {
		if times[one.end].Sub(times[one.first]) < h.least {
			dropped++
			continue
		}
		found = append(found, one)
	}
	return found, dropped
}

// merge joins episodes that are at most a gap apart.
func (h hysteresis) merge(times []time.Time, estimates []float64, all []stretch) []stretch {
	var merged []stretch
	for _, one := range all {
		last := len(merged) - 1
		if last < 0 || h.gap == 0 || times[one.first].Sub(times[merged[last].end]) > h.gap {
			merged = append(merged, one)
			continue
		}
		before := merged[last]
		one.first = before.first
		one.points += before.points
		if estimates[before.peak] >= estimates[one.peak] {
			one.peak = before.peak
		}
		merged[last] = one
	}
	return merged
}
