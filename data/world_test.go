package data_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"testing"
)

func TestWorld_HasEveryCountryOnce(t *testing.T) {
	shipped, _ := load(t)
	count := map[string]int{}
	for _, o := range shipped.World {
		count[o.Code]++
		if o.Name == "" || o.Name == "Antarctica" {
			t.Errorf("an outline is of %q", o.Name)
		}
	}
	for _, c := range shipped.Countries {
		if count[c.Code] != 1 {
			t.Errorf("%s (%s) has %d outlines, want one", c.Name, c.Code, count[c.Code])
		}
	}
}

// Outlines lie where their countries do: a few whose place nobody doubts.
func TestWorld_IsTheRightWayRound(t *testing.T) {
	shipped, _ := load(t)
	want := map[string][2]float64{ // longitude, latitude, within ten degrees
		"AU": {134, -25}, "BR": {-54, -10}, "JP": {138, 36}, "MT": {14, 36}, "NZ": {171, -44}, "SG": {104, 1}, "VA": {12, 42}, "RU": {100, 60},
	}
	for _, o := range shipped.World {
		if at, ok := want[o.Code]; ok {
			if d := o.Centre; d.Longitude < at[0]-10 || d.Longitude > at[0]+10 || d.Latitude < at[1]-10 || d.Latitude > at[1]+10 {
				t.Errorf("%s is at %v, want near %v", o.Name, d, at)
			}
		}
		for _, ring := range o.Rings {
			for i := range ring {
				if i > 0 && (ring[i].Longitude-ring[i-1].Longitude > 180 || ring[i-1].Longitude-ring[i].Longitude > 180) {
					t.Errorf("%s has a ring that runs around the world", o.Name)
				}
			}
		}
	}
}

func TestWorld_IsSmall(t *testing.T) {
	raw, err := os.ReadFile("world.csv")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 60<<10 {
		t.Errorf("the outlines have %d bytes compressed, want at most 60 KB", b.Len())
	}
}
