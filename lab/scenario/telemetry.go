package scenario

import "time"

// Telemetry is a native histogram that changes its resolution: half of the pods went from schema 3 to schema 1 with a
// deploy 8 h before now. The viewer's frames take as long as ever; the editor stutters.
func Telemetry() Scenario {
	return Scenario{
		Name:  "telemetry",
		About: "Frame times of two apps whose native histograms change their schema; one app stutters.",
		Metrics: []Metric{{
			Name:   "frame_time_seconds",
			Help:   "Time to draw a frame.",
			Unit:   "seconds",
			Kind:   Native,
			Layout: Layout{Schema: 3},
			Labels: Labels{"job": "telemetry"},
			Groups: []Group{
				telemetryGroup("viewer", "viewer-0"),
				telemetryGroup("viewer", "viewer-1", Relayout{Before: 8 * time.Hour, Layout: Layout{Schema: 1}}),
				telemetryGroup("editor", "editor-0"),
				telemetryGroup("editor", "editor-1", Relayout{Before: 8 * time.Hour, Layout: Layout{Schema: 1}}),
			},
			Drifts: []Drift{{
				Name:     "editor-stutters",
				About:    "An eighth of the editor's frames misses two beats.",
				Where:    Labels{"app": "editor"},
				Effect:   Extra{Share: 0.12, Median: 0.050, Sigma: 0.2},
				Schedule: Schedule{Starts: 2 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour},
			}},
		}},
	}
}

func telemetryGroup(app, pod string, changes ...Relayout) Group {
	return Group{
		Labels:    Labels{"app": app},
		Pods:      []string{pod},
		Rate:      Rate{PerSecond: 15, Swing: 0.5, Peak: 20 * time.Hour},
		Values:    Mixture{{Weight: 0.9, Median: 0.0166, Sigma: 0.2}, {Weight: 0.1, Median: 0.033, Sigma: 0.25}},
		Burst:     Burst{Length: time.Minute, Traffic: 0.2},
		Restart:   59 * time.Hour,
		Relayouts: changes,
	}
}
