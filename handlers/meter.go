package handlers

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// meter counts what a site answers. Counting takes no lock.
type meter struct {
	classes [6]prometheus.Counter // by the first digit of the status; 0 for what broke off
	seconds prometheus.Histogram
}

func newMeter(site string) *meter {
	m := &meter{seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "lerr_request_seconds", Help: "How long requests took, from their headers to the last byte that was handed over.",
		ConstLabels: prometheus.Labels{"site": site},
		Buckets:     []float64{.000_01, .000_05, .000_1, .000_5, .001, .005, .01, .05, .1, .5, 1, 5},
	})}
	for i, class := range []string{"none", "1xx", "2xx", "3xx", "4xx", "5xx"} {
		m.classes[i] = prometheus.NewCounter(prometheus.CounterOpts{
			Name: "lerr_requests_total", Help: "Requests that were answered, by the class of the status.",
			ConstLabels: prometheus.Labels{"site": site, "class": class},
		})
	}
	return m
}

func (m *meter) count(status int, took time.Duration) {
	class := status / 100
	if class < 1 || class > 5 {
		class = 0
	}
	m.classes[class].Inc()
	m.seconds.Observe(took.Seconds())
}

// collectors are the meter's numbers, for a registry.
func (m *meter) collectors() []prometheus.Collector {
	all := []prometheus.Collector{m.seconds}
	for _, c := range m.classes {
		all = append(all, c)
	}
	return all
}
