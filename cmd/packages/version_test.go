package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestVersions_AreThoseOfDebianAndImages(t *testing.T) {
	at := time.Date(2026, 11, 28, 21, 30, 5, 0, time.UTC)
	for version, want := range map[string][2]string{
		"v1.2":                   {"1.2", "v1.2"},
		"v1.2-3-gabc-dirty":      {"1.2+3+gabc+dirty", "v1.2-3-gabc-dirty"},
		"1.2":                    {"1.2", "1.2"},
		"4177c3b":                {"0~20261128213005.4177c3b", "4177c3b"}, // no tag, though it begins with a digit
		"f95d458-dirty":          {"0~20261128213005.f95d458+dirty", "f95d458-dirty"},
		"releases/2026+1":        {"0~20261128213005.releases+2026+1", "releases-2026-1"},
		"dev":                    {"0~20261128213005.dev", "dev"},
		strings.Repeat("a", 200): {"0~20261128213005." + strings.Repeat("a", 200), strings.Repeat("a", 128)},
	} {
		if got := [2]string{debianVersion(version, at), imageTag(version)}; got != want {
			t.Errorf("%s: got %q, want %q", version, got, want)
		}
	}
}

func TestSourceDate_IsTheCommitsUnlessItIsGiven(t *testing.T) {
	for _, tt := range []struct {
		given, commit string
		want          int64
		fails         string
	}{
		{"", "2026-11-28T21:00:17Z", 1795899617, ""},
		{"5", "2026-11-28T21:00:17Z", 5, ""},
		{"5", "", 5, ""},
		{"yesterday", "2026-11-28T21:00:17Z", 0, `SOURCE_DATE_EPOCH is "yesterday"`},
		{"", "", 0, "set SOURCE_DATE_EPOCH"},
	} {
		t.Setenv("SOURCE_DATE_EPOCH", tt.given)
		at, err := sourceDate(tt.commit)
		if tt.fails != "" && (err == nil || !strings.Contains(err.Error(), tt.fails)) || tt.fails == "" && (err != nil || at.Unix() != tt.want) {
			t.Errorf("%q, %q: got %v, %v, want %d, %s", tt.given, tt.commit, at, err, tt.want, tt.fails)
		}
	}
}

// What cannot be in an image from scratch is refused.
func TestInspect_RefusesWhatIsNoProgramOfOurs(t *testing.T) {
	text := t.TempDir() + "/text"
	if err := os.WriteFile(text, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for binary, want := range map[string]string{text: "make build", os.Args[0]: "", text + "-none": "no such file"} {
		if _, err := inspect(binary); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", binary, err, want)
		}
	}
}
