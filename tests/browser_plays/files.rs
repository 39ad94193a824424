//! Files both ways, as people send them: by a button, by pasting and by letting them go over the chat; and what is said when
//! one does not go.

use crate::stage;
use crate::support::browser::Browser;
use crate::support::page::Page;
use crate::support::people::{Agent, Customer};
use crate::support::screen::Screen;
use crate::support::server::Server;
use serde_json::json;

/// A file that a page has made itself: an image of stripes, or one that begins with these words.
fn made(name: &str, begins: &str) -> String {
    let bytes = match begins {
        "" => "(() => { const c = document.createElement('canvas'); c.width = 480; c.height = 320; const x = c.getContext('2d'); \
               for (let i = 0; i < 8; i++) { x.fillStyle = `hsl(${i * 45} 60% 60%)`; x.fillRect(i * 60, 0, 60, 320); } \
               return Uint8Array.from(atob(c.toDataURL('image/png').split(',')[1]), (b) => b.charCodeAt(0)); })()"
            .to_string(),
        words => format!("new TextEncoder().encode({})", json!(words)),
    };
    format!("((data) => (data.items.add(new File([{bytes}], {})), data))(new DataTransfer())", json!(name))
}

pub async fn chooses(page: &Page, name: &str, begins: &str) {
    let chosen = made(name, begins);
    let script = format!(
        "((input) => {{ input.files = {chosen}.files; input.dispatchEvent(new Event('change')); return true; }})(all('[data-test=file-input]').at(-1))"
    );
    page.ask(&script).await;
}

async fn pastes(page: &Page, into: &str, name: &str) {
    let event = format!(
        "new ClipboardEvent('paste', {{ clipboardData: {}, bubbles: true, cancelable: true }})",
        made(name, "")
    );
    page.ask(&format!("shown({}).at(-1).dispatchEvent({event})", json!(into))).await;
}

async fn lets_go(page: &Page, over: &str, name: &str, begins: &str) {
    let event = |kind: &str| {
        let data = made(name, begins);
        format!("new DragEvent('{kind}', {{ dataTransfer: {data}, bubbles: true, cancelable: true }})")
    };
    page.ask(&format!("shown({}).at(-1).dispatchEvent({})", json!(over), event("dragover"))).await;
    page.appears("[data-drop]").await;
    page.ask(&format!("shown({}).at(-1).dispatchEvent({})", json!(over), event("drop"))).await;
    page.disappears("[data-drop]").await;
}

/// From now on what the page sends up gets stuck, or finds no connection, or goes as ever.
async fn sending_is(page: &Page, how: &str) {
    let now = match how {
        "stuck" => "function () {}",
        "offline" => {
            "function () { setTimeout(() => { this.dispatchEvent(new ProgressEvent('error')); this.dispatchEvent(new ProgressEvent('loadend')); }); }"
        }
        _ => "sent",
    };
    page.ask(&format!("((sent) => (window.sent = sent, XMLHttpRequest.prototype.send = {now}, true))(window.sent ?? XMLHttpRequest.prototype.send)")).await;
}

/// Pictures that have come, with their size.
async fn sees_pictures(page: &Page, count: usize) {
    let loaded = "shown('[data-test=file] img, .picture img').filter((image) => image.naturalWidth > 0).length";
    page.until(&format!("{count} pictures"), &format!("{loaded} === {count}")).await;
}

async fn looked_at(page: &Page, stage: &str) {
    page.fits(stage).await;
    page.is_accessible(stage).await;
    page.picture(stage).await;
}

async fn files_both_ways(screen: Screen) {
    let _turn = stage().await;
    let server = Server::start_with_settings("[files]\nfile_mb = 1\n");
    let browser = Browser::start();
    let customer = Customer::visits(browser.open(screen).await, &server.page("/demo/shop")).await;
    customer.is_greeted().await;
    let page = &customer.page;
    page.appears("[data-test=attach]").await;
    chooses(page, "my chair.png", "").await;
    sees_pictures(page, 1).await;
    page.reads("[data-test=message][data-from=bot]", "cannot look into files").await;
    looked_at(page, "80-customer-sent-image").await;
    lets_go(page, "[data-test=panel]", "receipt.pdf", "%PDF-1.7 a receipt").await;
    page.until("the receipt", "shown('[data-test=file]').at(-1)?.innerText.includes('receipt.pdf')").await;
    chooses(page, "song.mp3", "ID3 la la la").await;
    page.reads("[data-test=message][data-status=failed]", "only images").await;
    chooses(page, "long.pdf", &format!("%PDF-1.7 {}", "x".repeat(1_100_000))).await;
    page.reads("[data-test=message][data-status=failed]", "larger than 1").await;
    looked_at(page, "81-customer-refused").await;
    for _ in 0..2 {
        page.click("[data-test=discard]").await;
    }
    page.disappears("[data-test=discard]").await;
    sending_is(page, "stuck").await;
    chooses(page, "slow.png", "").await;
    page.appears("[data-test=upload]").await;
    looked_at(page, "88-customer-sends").await;
    page.click("[data-test=cancel-upload]").await;
    page.disappears("[data-test=upload]").await;
    sending_is(page, "offline").await;
    chooses(page, "invoice.pdf", "%PDF-1.7 an invoice").await;
    page.reads("[data-test=message][data-status=failed]", "no connection").await;
    sending_is(page, "fine").await;
    page.click("[data-test=retry]").await;
    page.until("the invoice", "shown('[data-test=file]').at(-1)?.innerText.includes('invoice.pdf')").await;
    page.click("[data-test=file].thumb").await;
    page.appears("[data-test=image-sheet] img").await;
    looked_at(page, "82-customer-image-in-full").await;
    page.click("[data-test=image-close]").await;
    page.click("[data-test=person]").await;

    let agent = Agent::signs_in(browser.open(screen).await, &server, "admin").await;
    agent.sees_who_waits().await;
    agent.opens_the_first().await;
    agent.accepts().await;
    sees_pictures(&agent.page, 1).await;
    agent.page.reads("[data-test=transcript]", "receipt.pdf").await;
    looked_at(&agent.page, "83-agent-sees-files").await;
    pastes(&agent.page, "[data-test=composer]", "label.png").await;
    agent.page.appears("[data-test=held]").await;
    looked_at(&agent.page, "84-agent-file-waits").await;
    agent.page.click("[data-test=undo]").await;
    agent.page.disappears("[data-test=upload]").await;
    sending_is(&agent.page, "stuck").await;
    chooses(&agent.page, "slow.png", "").await;
    agent.page.appears(".file progress").await;
    looked_at(&agent.page, "89-agent-sends").await;
    agent.page.click("[data-test=drop-file]").await;
    agent.page.disappears("[data-test=upload]").await;
    sending_is(&agent.page, "fine").await;
    lets_go(&agent.page, "[data-test=transcript]", "label.png", "").await;
    chooses(&agent.page, "song.mp3", "ID3 la la la").await;
    agent.page.reads("[data-test=entry][data-state=failed]", "Only images").await;
    looked_at(&agent.page, "85-agent-refused").await;
    agent.page.click("[data-test=drop-file]").await;
    sees_pictures(&agent.page, 2).await;
    page.until("the label", "shown('[data-test=file]').at(-1)?.ariaLabel?.includes('label.png')").await;
    // Who looks at something older is told, and gets there by a tap.
    if page.ask("shown('[data-test=new-messages]').length > 0").await == json!(true) {
        page.click("[data-test=new-messages]").await;
    }
    sees_pictures(page, 2).await;
    looked_at(page, "86-customer-got-image").await;
    looked_at(&agent.page, "87-agent-sent-image").await;
    agent.page.click("[data-test=mode-note]").await;
    agent.page.disappears("[data-test=attach]").await;
    customer.page.reload().await;
    // A chat that was open opens again by itself, save on a phone, where it would hide the page.
    if screen.is_phone() {
        customer.opens_the_chat().await;
    } else {
        customer.page.appears("[data-test=panel]").await;
    }
    // Only what is near the view is fetched.
    page.until("the last picture", "shown('[data-test=file] img').at(-1)?.naturalWidth > 0").await;
    customer.page.close().await;
    agent.page.close().await;
}

#[tokio::test]
async fn files_go_both_ways_on_a_laptop() {
    files_both_ways(Screen::laptop()).await;
}

#[tokio::test]
async fn files_go_both_ways_on_a_tablet_by_night() {
    files_both_ways(Screen::tablet().by_night()).await;
}

#[tokio::test]
async fn files_go_both_ways_on_a_phone() {
    files_both_ways(Screen::phone()).await;
}
