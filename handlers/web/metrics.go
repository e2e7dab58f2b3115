package web

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts a site's responses. Counting takes no lock.
type metrics struct {
	classes [6]prometheus.Counter // by the first digit of the status; 0 for responses that broke off
	seconds prometheus.Histogram
}

func newMetrics(site string) *metrics {
	m := &metrics{seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
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

func (m *metrics) count(status int, took time.Duration) {
	class := status / 100
	if class < 1 || class > 5 {
		class = 0
	}
	m.classes[class].Inc()
	m.seconds.Observe(took.Seconds())
}

// Gauge is a number that is read when the metrics are asked for.
type Gauge struct {
	Name, Help string
	Value      func() float64
}

// Metrics returns a handler with the numbers of the sites and of the process, for Prometheus. It
// belongs on an address of its own that only those who run the site reach: the times of releases to
// come are among the gauges.
func Metrics(gauges []Gauge, sites ...*Server) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, s := range sites {
		registry.MustRegister(s.metrics.seconds)
		for _, c := range s.metrics.classes {
			registry.MustRegister(c)
		}
	}
	for _, g := range gauges {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.Name, Help: g.Help}, g.Value))
	}
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}
