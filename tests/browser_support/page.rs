//! One browser window: finds, clicks, types, waits and takes pictures, in the page and inside the chat's shadow root.

use super::PATIENCE;
use super::screen::Screen;
use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// What scripts of the tests may call: `shown(css)` lists the visible elements, `text(css)` the words of the last one.
const WORDS: &str = "
    const roots = [document, ...Array.from(document.querySelectorAll('baton-chat'), (chat) => chat.shadowRoot)];
    const all = (css) => roots.flatMap((root) => [...root.querySelectorAll(css)]);
    const shown = (css) => all(css).filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0);
    const text = (css) => shown(css).at(-1)?.innerText ?? '';
    const focused = () => document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
";

/// The name under which WebDriver hands elements over. https://www.w3.org/TR/webdriver2/#elements
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// So many stops no page has.
const FAR: usize = 200;

/// Keys of WebDriver: the one that lets go of the others, and the first and the last of those.
const NULL: char = '\u{e000}';
const SHIFT: char = '\u{e008}';
const ALT: char = '\u{e00a}';

const POLL: Duration = Duration::from_millis(60);

pub struct Page {
    client: Client,
    pub screen: Screen,
}

impl Page {
    pub fn new(client: Client, screen: Screen) -> Self {
        Self { client, screen }
    }

    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|fault| panic!("failed to open {url}: {fault}"));
    }

    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page reloads");
    }

    pub async fn close(self) {
        self.client.close().await.expect("the window closes");
    }

    /// What the script's expression is worth now.
    pub async fn ask(&self, expression: &str) -> Value {
        let script = format!("{WORDS} return ({expression});");
        let answer = self.client.execute(&script, vec![]).await;
        answer.unwrap_or_else(|fault| panic!("failed to ask for {expression}: {fault}"))
    }

    /// Waits until the expression is worth something, and gives it.
    pub async fn until(&self, what: &str, expression: &str) -> Value {
        let began = Instant::now();
        loop {
            let answer = self.ask(expression).await;
            let empty =
                matches!(&answer, Value::Null | Value::Bool(false)) || answer == json!("") || answer == json!(0);
            if !empty {
                return answer;
            }
            if began.elapsed() > PATIENCE {
                self.give_up(what, expression).await;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    async fn give_up(&self, what: &str, expression: &str) -> ! {
        let picture = self.picture("gave-up").await;
        let url = self.ask("location.href").await;
        let words = self.ask("text('[data-test=panel]') || document.body.innerText").await;
        panic!("waited {} s for {what} ({expression}) on {url}, see {picture}\n{words}", PATIENCE.as_secs());
    }

    /// Waits until the words of the last visible `css` contain `words`.
    pub async fn reads(&self, css: &str, words: &str) {
        let expression = format!("text({}).includes({})", json!(css), json!(words));
        self.until(&format!("{css} to read {words:?}"), &expression).await;
    }

    pub async fn appears(&self, css: &str) {
        self.until(&format!("{css} to appear"), &format!("shown({}).length > 0", json!(css))).await;
    }

    pub async fn disappears(&self, css: &str) {
        self.until(&format!("{css} to disappear"), &format!("shown({}).length === 0", json!(css))).await;
    }

    /// How many of the visible `css` contain `words`.
    pub async fn count(&self, css: &str, words: &str) -> u64 {
        let expression = format!("shown({}).filter((e) => e.innerText.includes({})).length", json!(css), json!(words));
        self.ask(&expression).await.as_u64().expect("a number")
    }

    /// Clicks the last visible `css` as a person would: what lies over it would get the click.
    pub async fn click(&self, css: &str) {
        let began = Instant::now();
        loop {
            let fault = match self.find(css).await.click().await {
                Ok(()) => return,
                Err(fault) => fault,
            };
            assert!(began.elapsed() < PATIENCE, "waited {} s to click {css}: {fault}", PATIENCE.as_secs());
            tokio::time::sleep(POLL).await;
        }
    }

    pub async fn type_into(&self, css: &str, words: &str) {
        let typed = self.find(css).await.send_keys(words).await;
        typed.unwrap_or_else(|fault| panic!("failed to type into {css}: {fault}"));
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: &str) {
        let focused = element(&self.client, &self.ask("focused()").await);
        focused.send_keys(keys).await.unwrap_or_else(|fault| panic!("failed to press {keys:?}: {fault}"));
    }

    /// Strikes keys on the keyboard, whatever has the focus: the window gets them, no element is asked. Shift, Control and Alt
    /// are held until a null.
    pub async fn strikes(&self, keys: &str) {
        let mut held = Vec::new();
        let mut strokes = KeyActions::new("keyboard".into());
        for value in keys.chars().chain([NULL]) {
            strokes = match value {
                NULL => held.drain(..).fold(strokes, |all, value| all.then(KeyAction::Up { value })),
                SHIFT..=ALT => {
                    held.push(value);
                    strokes.then(KeyAction::Down { value })
                }
                value => strokes.then(KeyAction::Down { value }).then(KeyAction::Up { value }),
            };
        }
        self.client.perform_actions(strokes).await.unwrap_or_else(|fault| panic!("failed to strike {keys:?}: {fault}"));
    }

    /// Strikes that key until the focus is on `css`.
    pub async fn walks_to(&self, key: &str, css: &str) {
        for _ in 0..FAR {
            if self.ask(&format!("focused()?.matches({})", json!(css))).await == json!(true) {
                return;
            }
            self.strikes(key).await;
        }
        self.give_up(&format!("the focus on {css}"), "focused()?.outerHTML").await
    }

    async fn find(&self, css: &str) -> Element {
        let expression = format!("shown({}).filter((e) => !e.disabled).at(-1)", json!(css));
        element(&self.client, &self.until(&format!("{css} to be there"), &expression).await)
    }

    /// Takes a picture once the page stands still; gives where it lies.
    pub async fn picture(&self, stage: &str) -> String {
        self.settle().await;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        let path = folder.join(format!("{stage}-{}.png", self.screen.name()));
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        let png = self.client.screenshot().await.expect("a screenshot");
        std::fs::write(&path, png).expect("room for a screenshot");
        path.display().to_string()
    }

    /// Animations that end have ended, pictures are loaded. Endless ones, such as typing dots, are not waited for.
    async fn settle(&self) {
        let script = "
            const moving = (a) => a.effect?.getComputedTiming().endTime !== Infinity;
            const done = arguments[0];
            const roots = [document, ...Array.from(document.querySelectorAll('baton-chat'), (chat) => chat.shadowRoot)];
            const motions = roots.flatMap((root) => root.getAnimations()).filter(moving);
            Promise.all(motions.map((a) => a.finished.catch(() => {})))
                .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));
        ";
        self.client.execute_async(script, vec![]).await.expect("the page comes to rest");
    }

    /// axe-core finds nothing against WCAG 2.2 A and AA on the page as it stands.
    pub async fn is_accessible(&self, stage: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&path).unwrap_or_else(|fault| {
            panic!("failed to read {}: {fault}; run npm install --no-save typescript@5 axe-core@4", path.display())
        });
        self.settle().await;
        let run = "
            const done = arguments[0];
            const standards = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
            axe.run(document, { runOnly: standards, resultTypes: ['violations'] }).then(({ violations }) =>
                done(violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`))));
        ";
        let found = self.client.execute_async(&format!("{axe};{run}"), vec![]).await.expect("axe runs");
        assert_eq!(found, json!([]), "{stage} at {}", self.screen.name());
    }

    /// Nothing is wider than the screen, in the page and in the chat.
    pub async fn fits(&self, stage: &str) {
        let wide = self.ask("document.documentElement.scrollWidth - innerWidth").await.as_i64().unwrap_or(0);
        assert!(wide <= 0, "{stage} at {} is {wide} pixels wider than the screen", self.screen.name());
    }
}

fn element(client: &Client, answer: &Value) -> Element {
    let id = answer[ELEMENT].as_str().unwrap_or_else(|| panic!("{answer} is no element"));
    Element::from_element_id(client.clone(), ElementRef::from(id.to_string()))
}
