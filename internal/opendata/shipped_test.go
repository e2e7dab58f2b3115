package opendata_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"sync"
	"testing"

	"lerr/data"
	"lerr/internal/report"
)

var loadShipped = sync.OnceValues(data.Load)

// shipped is the shipped report and its places.
func shipped(t *testing.T) (*data.Shipped, *report.Places) {
	t.Helper()
	s, err := loadShipped()
	if err != nil {
		t.Fatal(err)
	}
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		t.Fatal(err)
	}
	return s, places
}

// source is the shipped file of figures, without its header.
func source(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open("../../data/requests.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records[1:]
}

// number reads a count.
func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
