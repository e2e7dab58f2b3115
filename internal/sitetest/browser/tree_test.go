//go:build browser

package browser

import "testing"

func TestTree(t *testing.T) {
	tab := Open(t, Options{})
	tab.Go(site(t, map[string]any{"/": `<main><h2>A head</h2><p aria-hidden="true">Hidden</p><div><a href="/x">A <b>link</b></a></div>
<label for="a">A field</label><input id="a" required value="typed"><ul><li>One</ul><details><summary>More</summary>closed</details></main>`}))
	equal(t, "tree", tab.Tree(), `RootWebArea "Page"
  main
    heading "A head" level=2
      StaticText "A head"
    link "A link"
      StaticText "A"
      StaticText "link"
    LabelText
      StaticText "A field"
    textbox "A field" = "typed" required=true
      StaticText "typed"
    list
      listitem
        StaticText "One"
    group
      DisclosureTriangle "More"
        StaticText "More"
`)
}

func TestClicks(t *testing.T) {
	tab := Open(t, Options{})
	tab.Go(site(t, map[string]any{"/": `<button id="b" onclick="this.value = +this.value + 1" value="0">Press</button><select id="s"><option>a<option>b</select>`}))
	tab.Click("#b")
	tab.DoubleClickText("button", "Press")
	tab.Choose("#s", "b")
	var pressed string
	tab.Eval(`document.querySelector("#b").value`, &pressed)
	equal(t, "pressed", pressed, "3")
	equal(t, "clicks", tab.Clicks(), 4)
}
