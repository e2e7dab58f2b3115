package digest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lerr/internal/digest"
)

type inner struct {
	Name   string
	hidden int
}

type outer struct {
	In     inner
	List   []inner
	By     map[string]int
	To     *inner
	At     time.Time
	Any    any
	Write  func(string) string
	Number float64
	Sure   bool
}

func value() outer {
	return outer{
		In: inner{"a", 1}, List: []inner{{"b", 2}, {"c", 3}}, By: map[string]int{"x": 1, "y": 2, "z": 3}, To: &inner{"d", 4},
		At: time.Date(2019, 6, 30, 12, 0, 0, 1000, time.UTC), Any: inner{"e", 5}, Write: strings.ToUpper, Number: 0.5,
	}
}

func of(t *testing.T, h *digest.Hasher, values ...any) string {
	t.Helper()
	sum, err := h.Of(values...)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// Each change of anything in a value changes its digest, and equal values have one.
func TestOf_SeesEveryField(t *testing.T) {
	var h digest.Hasher
	seen := map[string]string{of(t, &h, value()): "nothing"}
	for range 20 { // maps have another order each time
		if seen[of(t, &h, value())] == "" {
			t.Fatal("the same value has another digest")
		}
	}
	for name, change := range map[string]func(*outer){
		"a text":                        func(o *outer) { o.In.Name = "A" },
		"an unexported field":           func(o *outer) { o.In.hidden = -1 },
		"an element":                    func(o *outer) { o.List[1].hidden++ },
		"one element less":              func(o *outer) { o.List = o.List[:1] },
		"the order":                     func(o *outer) { o.List[0], o.List[1] = o.List[1], o.List[0] },
		"a value in a map":              func(o *outer) { o.By["y"] = 3 },
		"a key in a map":                func(o *outer) { delete(o.By, "y"); o.By["w"] = 2 },
		"behind a pointer":              func(o *outer) { o.To.Name = "" },
		"no pointer":                    func(o *outer) { o.To = nil },
		"a nanosecond":                  func(o *outer) { o.At = o.At.Add(1) },
		"a zone":                        func(o *outer) { o.At = o.At.In(time.FixedZone("CET", 3600)) },
		"a zone's offset":               func(o *outer) { o.At = o.At.In(time.FixedZone("CET", 7200)) },
		"a list that is empty":          func(o *outer) { o.List = []inner{} },
		"no list":                       func(o *outer) { o.List = nil },
		"no map":                        func(o *outer) { o.By = nil },
		"a map that is empty":           func(o *outer) { o.By = map[string]int{} },
		"in an interface":               func(o *outer) { o.Any = inner{"e", 6} },
		"another type of the same":      func(o *outer) { o.Any = struct{ Name string }{"e"} },
		"a function":                    func(o *outer) { o.Write = strings.ToLower },
		"a fraction":                    func(o *outer) { o.Number += 1e-9 },
		"a truth":                       func(o *outer) { o.Sure = true },
		"what moves from field to next": func(o *outer) { o.In.Name, o.List[0].Name = "ab", "" },
	} {
		v := value()
		change(&v)
		sum := of(t, &h, v)
		if other, ok := seen[sum]; ok {
			t.Errorf("%s has the digest of %s", name, other)
		}
		seen[sum] = name
	}
	if of(t, &h, "ab", "c") == of(t, &h, "a", "bc") || of(t, &h, []string{}) == of(t, &h) {
		t.Error("values run into each other")
	}
}

// A value that is shared is told from another one, and only where it is: a copy is hashed by what is in it.
func TestOf_TellsSharedValuesApart(t *testing.T) {
	long, other := []inner{{"a", 1}}, []inner{{"a", 2}}
	to := &inner{"b", 1}
	h, err := digest.NewHasher(long, other, to, []inner(nil), (*inner)(nil))
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]bool{}
	for _, v := range []any{long, other, to, []inner(nil), (*inner)(nil), []inner{{"a", 3}}, &inner{"b", 2}} {
		sums[of(t, h, v)] = true
	}
	if len(sums) != 7 {
		t.Errorf("got %d digests of seven values", len(sums))
	}
	again, err := digest.NewHasher([]inner{{"a", 2}}, []inner{{"a", 1}})
	if err != nil {
		t.Fatal(err)
	}
	if same := []inner{{"a", 1}}; of(t, again, same) == "" {
		t.Error("no digest")
	}
}

func TestOf_RefusesWhatIsMoreThanItsFields(t *testing.T) {
	var h digest.Hasher
	n := 1
	type ring struct{ next *ring }
	itself := &ring{}
	itself.next = itself
	for _, v := range []any{func() int { return n }, time.Now().Format, make(chan int), outer{Any: func() {}}, map[string]any{"f": func() {}}, itself} {
		if sum, err := h.Of(v); !errors.Is(err, digest.ErrNotPlain) {
			t.Errorf("%s: got %q, %v, want %v", fmt.Sprintf("%T", v), sum, err, digest.ErrNotPlain)
		}
	}
	if _, err := digest.NewHasher(itself); !errors.Is(err, digest.ErrNotPlain) {
		t.Errorf("shared: got %v, want %v", err, digest.ErrNotPlain)
	}
}
