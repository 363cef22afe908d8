package org.p2f.catalog.job;

import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * What a process that runs one job of a group is told by its environment.
 *
 * @param group its id
 * @param number of the process, from 0
 * @param message where it says at its end why the job failed, if that file is there: as a container
 *     of Kubernetes by default
 */
record GroupedProperties(
    String group, int number, @DefaultValue("/dev/termination-log") Path message) {

  /** Bound here: a service of its own has none of them. */
  static GroupedProperties of(Environment environment) {
    return Binder.get(environment).bind("p2f.index", GroupedProperties.class).get();
  }

  GroupedProperties {
    if (number < 0) {
      throw new IllegalArgumentException("p2f.index.number is %d".formatted(number));
    }
  }
}
