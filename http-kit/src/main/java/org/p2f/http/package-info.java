/**
 * What the gateway and all services share as web servers: token verification, correlation ids,
 * graceful shutdown.
 */
@NullMarked
package org.p2f.http;

import org.jspecify.annotations.NullMarked;
