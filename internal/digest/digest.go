// Package digest hashes Go values by all that is in them, so that no field can be forgotten: what a page is made of,
// for the export.
//
// It knows no type of ours, and no field can be left out of a digest. Start reading at Hasher.Of.
package digest

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"
)

// ErrNotPlain reports a value that is more than what is in it, such as a function that holds variables, a channel, or a
// structure that contains itself.
var ErrNotPlain = errors.New("this value has no digest")

// Hasher hashes values. Any number of goroutines may use one. The zero Hasher is ready.
type Hasher struct {
	shared map[place][sha256.Size]byte
}

// place identifies a value in memory that many others contain.
type place struct {
	kind    reflect.Type
	address uintptr
	length  int
}

// NewHasher returns a hasher that hashes each of the shared values, which are pointers or slices, once. They must never
// change, and must be in memory for as long as the hasher is used.
func NewHasher(shared ...any) (*Hasher, error) {
	h := &Hasher{}
	sums := map[place][sha256.Size]byte{}
	for _, value := range shared {
		v := reflect.ValueOf(value)
		at, ok := placeOf(v)
		if !ok {
			continue // nil or empty
		}
		var w writer
		if err := w.value(v, 0); err != nil {
			return nil, err
		}
		sums[at] = sha256.Sum256(w.Bytes())
	}
	h.shared = sums
	return h, nil
}

func placeOf(v reflect.Value) (at place, ok bool) {
	switch v.Kind() {
	case reflect.Pointer:
		return place{v.Type(), v.Pointer(), 0}, !v.IsNil()
	case reflect.Slice:
		return place{v.Type(), v.Pointer(), v.Len()}, v.Len() > 0
	}
	return at, false
}

// Of returns the digest of values: 32 hexadecimal digits. Values of different types have different digests, and so have
// values that differ in any field, exported or not. A function is its name; it must be declared in a package, so that it
// holds no variable. It fails with ErrNotPlain.
func (h *Hasher) Of(values ...any) (string, error) {
	w := writer{shared: h.shared}
	for _, value := range values {
		if err := w.value(reflect.ValueOf(&value).Elem(), 0); err != nil {
			return "", err
		}
	}
	sum := sha256.Sum256(w.Bytes())
	return hex.EncodeToString(sum[:16]), nil
}

// writer writes values as bytes from which they could be read again.
type writer struct {
	bytes.Buffer
	shared map[place][sha256.Size]byte
}

// maxDepth bounds how deep values contain each other.
const maxDepth = 100

func (w *writer) number(n uint64) { w.Write(binary.AppendUvarint(w.AvailableBuffer(), n)) }

func (w *writer) text(s string) {
	w.number(uint64(len(s)))
	w.WriteString(s)
}

func (w *writer) value(v reflect.Value, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%s contains itself: %w", v.Type(), ErrNotPlain)
	}
	if at, ok := placeOf(v); ok {
		if sum, ok := w.shared[at]; ok {
			w.text("shared")
			w.Write(sum[:])
			return nil
		}
	}
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			w.number(1)
		} else {
			w.number(0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		w.number(math.Float64bits(v.Float()))
	case reflect.String:
		w.text(v.String())
	case reflect.Pointer:
		return w.pointer(v, depth)
	case reflect.Interface:
		if v.IsNil() {
			w.text("")
			return nil
		}
		v = v.Elem()
		w.text(v.Type().PkgPath() + " " + v.Type().String())
		return w.value(v, depth+1)
	case reflect.Slice, reflect.Array:
		return w.list(v, depth)
	case reflect.Map:
		return w.pairs(v, depth)
	case reflect.Struct:
		return w.fields(v, depth)
	case reflect.Func:
		return w.function(v)
	default:
		return fmt.Errorf("%s: %w", v.Type(), ErrNotPlain)
	}
	return nil
}

func (w *writer) pointer(v reflect.Value, depth int) error {
	if v.IsNil() {
		w.number(0)
		return nil
	}
	w.number(1)
	return w.value(v.Elem(), depth+1)
}

func (w *writer) list(v reflect.Value, depth int) error {
	if w.length(v); v.Kind() == reflect.Slice && v.IsNil() {
		return nil
	}
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		w.Write(v.Bytes())
		return nil
	}
	for i := range v.Len() {
		if err := w.value(v.Index(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// length writes how many elements there are; what is nil is not what is empty, which JSON shows.
func (w *writer) length(v reflect.Value) {
	if v.Kind() != reflect.Array && v.IsNil() {
		w.number(0)
	} else {
		w.number(uint64(v.Len()) + 1)
	}
}

// pairs writes a map in the order of its keys as they are written.
func (w *writer) pairs(v reflect.Value, depth int) error {
	w.length(v)
	var pairs [][2][]byte
	for i := v.MapRange(); i.Next(); {
		key, value := writer{shared: w.shared}, writer{shared: w.shared}
		if err := cmp.Or(key.value(i.Key(), depth+1), value.value(i.Value(), depth+1)); err != nil {
			return err
		}
		pairs = append(pairs, [2][]byte{key.Bytes(), value.Bytes()})
	}
	slices.SortFunc(pairs, func(x, y [2][]byte) int { return bytes.Compare(x[0], y[0]) })
	for _, p := range pairs {
		w.Write(p[0])
		w.Write(p[1])
	}
	return nil
}

var locationType = reflect.TypeFor[time.Location]()

func (w *writer) fields(v reflect.Value, depth int) error {
	for i := range v.NumField() {
		if v.Type() == locationType && strings.HasPrefix(v.Type().Field(i).Name, "cache") {
			continue // what package time has looked up in it
		}
		if err := w.value(v.Field(i), depth+1); err != nil {
			return fmt.Errorf("%s.%s: %w", v.Type(), v.Type().Field(i).Name, err)
		}
	}
	return nil
}

// function writes the name of a function. Those of literals and of methods of a value, which may hold variables, end in
// .func and a number, or in -fm.
func (w *writer) function(v reflect.Value) error {
	if v.IsNil() {
		w.text("")
		return nil
	}
	name := runtime.FuncForPC(v.Pointer()).Name()
	if strings.Contains(name, ".func") || strings.HasSuffix(name, "-fm") {
		return fmt.Errorf("function %s may hold variables: %w", name, ErrNotPlain)
	}
	w.text(name)
	return nil
}
