package handlers

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics answers with the numbers of both sites and of the process, for Prometheus. It belongs on
// an address of its own that only those who run the site reach. The times of releases to come are
// among the numbers.
func Metrics(public *Public, staff *Staff) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	registry.MustRegister(append(public.front.meter.collectors(), staff.front.meter.collectors()...)...)
	gauge := func(name, help string, value func() float64) {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	gauge("lerr_pages_bytes", "Bytes of finished pages that are kept in memory.", func() float64 {
		size, _ := public.shown.Load().press.Size()
		return float64(size)
	})
	gauge("lerr_pages", "Finished pages that are kept in memory.", func() float64 {
		_, n := public.shown.Load().press.Size()
		return float64(n)
	})
	gauge("lerr_periods", "Periods that are published.", func() float64 {
		return float64(len(public.shown.Load().archive.Periods()))
	})
	gauge("lerr_updated_timestamp_seconds", "When what is shown last changed.", func() float64 {
		return seconds(public.shown.Load().archive.UpdatedAt())
	})
	gauge("lerr_next_release_timestamp_seconds", "When the next scheduled release is due; 0 when none is.", func() float64 {
		return seconds(public.expected())
	})
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
