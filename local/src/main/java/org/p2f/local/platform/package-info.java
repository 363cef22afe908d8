/**
 * The platform on this machine: Postgres, gateway and services as processes, their home, keys and
 * ports.
 */
@NullMarked
package org.p2f.local.platform;

import org.jspecify.annotations.NullMarked;
