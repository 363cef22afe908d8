package org.p2f.gateway.service;

import java.util.List;
import java.util.Optional;

/** The services behind the gateway. */
public record Services(Service training, Service representation, Service downstream) {

  public static Services at(ServiceAddresses addresses) {
    return new Services(
        new Service("training", "trn-", addresses.training()),
        new Service("representation", "rep-", addresses.representation()),
        new Service("downstream", "dwn-", addresses.downstream()));
  }

  public List<Service> all() {
    return List.of(training, representation, downstream);
  }

  /** The service whose job that is, told by the id's beginning. */
  public Optional<Service> ofJob(String id) {
    return all().stream().filter(service -> id.startsWith(service.jobPrefix())).findFirst();
  }
}
