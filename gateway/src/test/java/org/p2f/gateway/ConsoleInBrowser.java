package org.p2f.gateway;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The console in a real browser, before services that are not real, and what a person does with it.
 */
@Timeout(300)
abstract class ConsoleInBrowser {
  Browser browser;
  RunningGateway gateway;
  FakePlatform platform;

  @BeforeEach
  void start() throws Exception {
    browser = Browser.orSkip();
    gateway = new RunningGateway();
    platform = new FakePlatform(gateway);
    browser.screen(1280, 900, false);
    browser.open(gateway.url() + "/console/");
    browser.until("document.querySelector('#token')");
  }

  @AfterEach
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  void signIn(String token) throws Exception {
    browser.value("document.querySelector('#token').value = " + Browser.quoted(token));
    browser.value("document.querySelector('main form').requestSubmit()");
  }

  void signIn() throws Exception {
    signIn(gateway.tokens.valid());
    browser.until("document.querySelector('nav')");
  }

  /** Goes to a page and waits until nothing says that it is loading. */
  void visit(String page) throws Exception {
    browser.value("location.hash = %s".formatted(Browser.quoted("#/" + page)));
    browser.until("document.querySelector('#main > * h1, #main > h1')");
    browser.until(
        "![...document.querySelectorAll('[role=status]')].some(e => e.innerText.endsWith('…'))");
  }

  String text() throws Exception {
    return browser.value("document.body.innerText").asString();
  }
}
