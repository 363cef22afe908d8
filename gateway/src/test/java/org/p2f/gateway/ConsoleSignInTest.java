package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2f.kit.test.IssuerServer;

/** Signing in to the console at a real authorization server, in a real browser. */
@Timeout(180)
class ConsoleSignInTest {
  private static final String VERIFIER = "v".repeat(43);

  private static IssuerServer issuer;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    issuer = IssuerServer.start();
    gateway =
        new RunningGateway(
            Map.of(
                "p2f.security.issuer",
                issuer.address(),
                "p2f.sign-in.client-id",
                IssuerServer.CONSOLE));
    issuer.admit(gateway.url() + "/console/");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static HttpResponse<String> arrive(String code, String verifier, String page)
      throws Exception {
    return arrive(
        """
        {"code": "%s", "verifier": "%s", "redirectUri": "%s"}
        """
            .formatted(code, verifier, page));
  }

  private static HttpResponse<String> arrive(String body) throws Exception {
    return gateway.send(
        gateway
            .anonymous("/sign-in")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void personComesBackFromTheIssuerToThePageTheyAskedFor() throws Exception {
    try (var browser = Browser.orSkip()) {
      new FakePlatform(gateway);
      browser.open(gateway.url() + "/console/#/runs");
      browser.until("document.querySelector('button.issuer')");
      browser.value("document.querySelector('button.issuer').click()");
      browser.until("document.querySelector('input[name=password]')");
      assertThat(browser.value("location.href").asString()).startsWith(issuer.address());
      browser.value(
          "document.querySelector('input[name=username]').value = '%s',"
                  .formatted(IssuerServer.USER)
              + "document.querySelector('input[name=password]').value = '%s',"
                  .formatted(IssuerServer.PASSWORD)
              + "document.querySelector('form').requestSubmit()");
      browser.until("document.querySelector('nav')");
      assertThat(browser.value("location.href").asString())
          .isEqualTo(gateway.url() + "/console/#/runs");
      assertThat(browser.value("document.querySelector('.who').innerText").asString())
          .contains(IssuerServer.USER);
      assertThat(browser.value("localStorage.length + sessionStorage.length").asInt()).isZero();

      browser.value("document.querySelector('.who button').click()");
      browser.until("document.querySelector('#token')");

      // Whoever opens such an address without having left from here gets no further.
      browser.open("about:blank");
      browser.open(gateway.url() + "/console/?code=stolen&state=guessed");
      browser.until("document.body.innerText.includes('did not begin in this tab')");
      assertThat(browser.value("location.search").asString()).isEmpty();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void codeThatTheIssuerDoesNotKnowIsRefusedWithItsReason() throws Exception {
    assertProblem(arrive("made-up", VERIFIER, gateway.url() + "/console/"), 401, "sign-in-failed");
  }

  @Test
  void arrivalThatIsNoneIsABadRequest() throws Exception {
    for (var answer :
        new HttpResponse<?>[] {
          arrive("{}"),
          arrive("", VERIFIER, gateway.url() + "/console/"),
          arrive("code", "short", gateway.url() + "/console/"),
          arrive("code", VERIFIER, "javascript:alert(1)"),
          arrive("code", VERIFIER, gateway.url() + "/elsewhere/"),
        }) {
      assertThat(answer.statusCode()).isEqualTo(400);
    }
  }

  @Test
  void withoutAClientTokensArePasted() throws Exception {
    try (var plain = new RunningGateway()) {
      assertThat(plain.send(plain.anonymous("/sign-in")).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void issuerThatIsAwaySaysSo() throws Exception {
    try (var lost =
        new RunningGateway(
            Map.of(
                "p2f.security.issuer", "http://127.0.0.1:9",
                "p2f.sign-in.client-id", "console"))) {
      assertProblem(lost.send(lost.anonymous("/sign-in")), 503, "token-issuer-unavailable");
    }
  }
}
