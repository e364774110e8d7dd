package scenario

import "time"

// Capacity compares what was predicted with what is: each pair of metrics has the same distribution, but for the CPU of
// api, which needs more than was predicted now.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func Capacity() Scenario {
	cpu := ratioMetric("cpu_usage_ratio", "CPU in use, as a share of what was asked for.", cpuUsage)
	cpu.Drifts = []Drift{{
		Name:     "under-provisioned",
		About:    "A customer has moved in: api needs 45 % more CPU than was predicted.",
		Where:    Labels{"service": "api"},
		Effect:   Stretch{Factor: 1.45},
		Schedule: Schedule{Starts: 4 * time.Hour, Lasts: 7 * time.Hour, Every: 180 * time.Hour},
	}}
	return Scenario{
		Name:    "capacity",
		About:   "Predicted and observed use of CPU and memory: api needs more CPU than was predicted.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{
			cpu,
			ratioMetric("cpu_usage_predicted_ratio", "CPU that the capacity plan expects, as a share of what was asked for.", cpuUsage),
			ratioMetric("memory_usage_ratio", "Memory in use, as a share of what was asked for.", memoryUsage),
			ratioMetric("memory_usage_predicted_ratio", "Memory that the capacity plan expects, as a share of what was asked for.", memoryUsage),
			ratioMetric("disk_usage_ratio", "Disk in use, as a share of what there is.", diskUsage),
		},
	}
}

var (
	cpuUsage = map[string]Mixture{
		"api":    {{Weight: 0.8, Median: 0.35, Sigma: 0.25}, {Weight: 0.2, Median: 0.55, Sigma: 0.2}},
		"worker": {{Weight: 0.5, Median: 0.20, Sigma: 0.40}, {Weight: 0.5, Median: 0.70, Sigma: 0.12}},
		"search": {{Weight: 1, Median: 0.45, Sigma: 0.2}},
	}
	memoryUsage = map[string]Mixture{
		"api":    {{Weight: 1, Median: 0.55, Sigma: 0.10}},
		"worker": {{Weight: 0.7, Median: 0.40, Sigma: 0.15}, {Weight: 0.3, Median: 0.65, Sigma: 0.1}},
		"search": {{Weight: 1, Median: 0.72, Sigma: 0.06}},
	}
	diskUsage = map[string]Mixture{
		"api":    {{Weight: 1, Median: 0.30, Sigma: 0.1}},
		"worker": {{Weight: 1, Median: 0.45, Sigma: 0.15}},
		"search": {{Weight: 1, Median: 0.60, Sigma: 0.08}},
	}
)

// ratioMetric is a histogram of a ratio that every container reports several times a minute.
func ratioMetric(name, help string, of map[string]Mixture) Metric {
	m := Metric{
		Name:   name,
		Help:   help,
		Unit:   "ratio",
		Layout: Layout{Bounds: []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, 1}},
		Labels: Labels{"job": "capacity"},
	}
	for _, service := range []string{"api", "worker", "search"} {
		m.Groups = append(m.Groups, Group{
			Labels:  Labels{"service": service},
			Pods:    []string{service + "-nodes"},
			Rate:    Rate{PerSecond: 4},
			Values:  of[service],
			Burst:   Burst{Length: time.Minute, Modes: 0.1},
			Restart: 101 * time.Hour,
		})
	}
	return m
}
