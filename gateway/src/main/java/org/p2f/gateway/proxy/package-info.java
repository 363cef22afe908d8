/** Relays requests and answers between caller and service without buffering them. */
@NullMarked
package org.p2f.gateway.proxy;

import org.jspecify.annotations.NullMarked;
