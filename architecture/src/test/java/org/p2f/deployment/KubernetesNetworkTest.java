package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the policies let through, worked out from their rules and compared with the whole table. */
class KubernetesNetworkTest {
  private static final String NAME = "app.kubernetes.io/name";
  private static final Set<String> SERVICES = Set.of("training", "representation", "downstream");
  private static final List<String> PODS =
      List.of("training", "representation", "downstream", "gateway", "postgres");

  private static List<NetworkPolicy> local() {
    var patches = Deployed.all(NetworkPolicy.class, "overlays/local").toList();
    var patched = patches.stream().map(p -> p.getMetadata().getName()).toList();
    var base = Deployed.all(NetworkPolicy.class, "base").toList();
    // A patch's rules take the place of the base's; its selector is the base's.
    return Stream.concat(
            base.stream()
                .map(
                    b -> {
                      int at = patched.indexOf(b.getMetadata().getName());
                      if (at >= 0) {
                        b.getSpec().setEgress(patches.get(at).getSpec().getEgress());
                      }
                      return b;
                    }),
            patches.stream()
                .filter(
                    p ->
                        base.stream()
                            .noneMatch(
                                b -> b.getMetadata().getName().equals(p.getMetadata().getName()))))
        .toList();
  }

  @Test
  void nothingIsAllowedThatNoPolicyNames() {
    assertThat(local())
        .anySatisfy(
            p -> {
              assertThat(p.getSpec().getPodSelector().getMatchLabels()).isNullOrEmpty();
              assertThat(p.getSpec().getPodSelector().getMatchExpressions()).isNullOrEmpty();
              assertThat(p.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
              assertThat(p.getSpec().getIngress()).isNullOrEmpty();
              assertThat(p.getSpec().getEgress()).isNullOrEmpty();
            });
  }

  @Test
  void egressIsWhatTheTableSays() {
    for (var pod : PODS) {
      var allowed = new TreeSet<String>();
      for (var policy : selecting(pod)) {
        for (var rule : policy.getSpec().getEgress()) {
          allowed.addAll(peers(rule.getTo(), rule.getPorts()));
        }
      }
      var expected = new TreeSet<>(Set.of("kube-dns:53"));
      if (SERVICES.contains(pod)) {
        expected.add("postgres:5432");
      }
      if (pod.equals("downstream")) {
        expected.add("gateway:8080");
      }
      if (pod.equals("gateway")) {
        SERVICES.forEach(s -> expected.add(s + ":8081-8083"));
      }
      assertThat(allowed).as(pod).isEqualTo(expected);
    }
  }

  @Test
  void ingressIsWhatTheTableSays() {
    for (var pod : PODS) {
      var allowed = new TreeSet<String>();
      for (var policy : selecting(pod)) {
        for (var rule : policy.getSpec().getIngress()) {
          allowed.addAll(peers(rule.getFrom(), rule.getPorts()));
        }
      }
      var expected =
          switch (pod) {
            case "gateway" -> Set.of("anyone:8080");
            case "postgres" -> Set.of("training:5432", "representation:5432", "downstream:5432");
            default ->
                Set.of("gateway:8081-8083", "prometheus of {p2f.org/scrapes=true}:8081-8083");
          };
      assertThat(allowed).as(pod).isEqualTo(expected);
    }
  }

  /** Ports of services are those that the policies name. */
  @Test
  void theServicesListenWithinTheRange() {
    for (var d : Deployed.inBase()) {
      var port =
          d.base()
              .getSpec()
              .getTemplate()
              .getSpec()
              .getContainers()
              .getFirst()
              .getPorts()
              .getFirst()
              .getContainerPort();
      if (SERVICES.contains(d.name())) {
        assertThat(port).as(d.name()).isBetween(8081, 8083);
      } else {
        assertThat(port).as(d.name()).isEqualTo(8080);
      }
    }
  }

  private static List<NetworkPolicy> selecting(String pod) {
    return local().stream().filter(p -> matches(p.getSpec().getPodSelector(), pod)).toList();
  }

  private static boolean matches(LabelSelector selector, String pod) {
    return names(selector).isEmpty() || names(selector).contains(pod);
  }

  private static Set<String> names(LabelSelector selector) {
    var names = new TreeSet<String>();
    var labels = selector.getMatchLabels();
    if (labels != null) {
      names.addAll(labels.values());
    }
    for (var expression : selector.getMatchExpressions()) {
      assertThat(expression.getKey()).isEqualTo(NAME);
      assertThat(expression.getOperator()).isEqualTo("In");
      names.addAll(expression.getValues());
    }
    return names;
  }

  private static Set<String> peers(List<NetworkPolicyPeer> peers, List<NetworkPolicyPort> ports) {
    assertThat(ports).as("a rule without ports opens all of them").isNotEmpty();
    var found = new TreeSet<String>();
    for (var port : ports) {
      var range =
          port.getPort().getIntVal() + (port.getEndPort() == null ? "" : "-" + port.getEndPort());
      if (peers.isEmpty()) {
        found.add("anyone:" + range);
      }
      for (var peer : peers) {
        for (var name : names(peer.getPodSelector())) {
          found.add(name + namespace(peer) + ":" + range);
        }
      }
    }
    return found;
  }

  private static String namespace(NetworkPolicyPeer peer) {
    if (peer.getNamespaceSelector() == null) {
      return "";
    }
    var labels = peer.getNamespaceSelector().getMatchLabels();
    return labels.equals(Map.of("kubernetes.io/metadata.name", "kube-system"))
        ? ""
        : " of " + labels;
  }
}
