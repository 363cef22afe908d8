package org.p2f.catalog.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

  private static Targets targets(List<String> targets, String... networks) {
    return new Targets(
        new WebhookProperties(
            targets,
            List.of(networks),
            null,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1,
            Duration.ofDays(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofDays(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example.org, https://hooks.example.org/a?b=c, true",
    "https://hooks.example.org, https://HOOKS.example.org:443/, true",
    "https://hooks.example.org, http://hooks.example.org/, false",
    "https://hooks.example.org, https://hooks.example.org:8443/, false",
    "https://hooks.example.org, https://hooks.example.org.evil.net/, false",
    "https://hooks.example.org, https://evil.net/?hooks.example.org, false",
    "https://hooks.example.org, https://hooks.example.org@evil.net/, false",
    "https://*.example.org, https://a.b.example.org/, true",
    "https://*.example.org, https://example.org/, false",
    "https://*.example.org, https://evilexample.org/, false",
    "http://127.0.0.1:9000, http://127.0.0.1:9000/x, true",
    "http://127.0.0.1:9000, http://127.0.0.1/x, false",
    "http://127.0.0.1:9000, ftp://127.0.0.1:9000/x, false",
    "http://127.0.0.1:9000, http:///x, false",
  })
  void originDecides(String target, URI url, boolean allowed) {
    assertThat(targets(List.of(target)).allow(url)).isEqualTo(allowed);
  }

  @Test
  void withoutTargetsNobodyIsCalled() {
    Targets none = targets(List.of());
    assertThat(none.areAny()).isFalse();
    assertThat(none.allow(URI.create("https://hooks.example.org/"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hooks.example.org",
        "https://a.org/path",
        "ftp://a.org",
        "https://u@a.org",
        "https://"
      })
  void otherPatternsAreRefused(String target) {
    assertThatThrownBy(() -> targets(List.of(target))).isInstanceOf(IllegalArgumentException.class);
  }

  /** Addresses of the machine, its networks, and a cloud's metadata, also where IPv6 wraps them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1",
        "fec0::1",
        "fd00::1",
        "ff02::1",
      })
  void addressesThatAreNotPublicAreRefused(String address) throws UnknownHostException {
    assertThat(Network.isPublic(InetAddress.ofLiteral(address))).isFalse();
    assertThatThrownBy(() -> targets(List.of()).resolve(address))
        .hasMessageContaining("neither public nor in p2f.webhooks.private-networks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "223.255.255.255", "2606:4700::1111"})
  void publicAddressesAreCalled(String address) throws UnknownHostException {
    assertThat(targets(List.of()).resolve(address)).hasSize(1);
  }

  @Test
  void networksThatTheOperatorNamesAreCalledAndNoOthers() throws UnknownHostException {
    Targets own = targets(List.of(), "10.1.0.0/16", "fd00:1::/32", "127.0.0.1/32");
    assertThat(own.resolve("10.1.255.1")).hasSize(1);
    assertThat(own.resolve("fd00:1:2::3")).hasSize(1);
    assertThat(own.resolve("127.0.0.1")).hasSize(1);
    for (String other : List.of("10.2.0.1", "fd00:2::1", "127.0.0.2")) {
      assertThatThrownBy(() -> own.resolve(other)).isInstanceOf(UnknownHostException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/x", "example.org/8", "::/129"})
  void otherNetworksAreRefused(String network) {
    assertThatThrownBy(() -> targets(List.of(), network)).hasMessageContaining("is no network");
  }
}
