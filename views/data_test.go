package views_test

import (
	"testing"
	"time"

	"lerr/views"
)

func TestSize_IsForPeople(t *testing.T) {
	for bytes, want := range map[int]string{0: "0 B", 999: "999 B", 1000: "1 kB", 1499: "1 kB", 1500: "2 kB", 999_499: "999 kB", 999_500: "1.0 MB", 1_194_731: "1.2 MB"} {
		if got := views.Size(bytes); got != want {
			t.Errorf("%d: got %s, want %s", bytes, got, want)
		}
	}
}

func TestNewDataFile_HasNoRowsWithoutATable(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	got := views.NewDataFile("/data.zip", "Everything", "ZIP", 0, 12345, "ab", at)
	want := views.DataFile{Name: "Everything", URL: "/data.zip", File: "data.zip", Format: "ZIP", Size: "12 kB", Bytes: "12,345", SHA256: "ab", Changed: "24 November 2026"}
	if got != want {
		t.Errorf("got %+v", got)
	}
}
