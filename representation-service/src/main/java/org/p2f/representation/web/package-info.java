/** What the HTTP API of all capabilities shares. */
@NullMarked
package org.p2f.representation.web;

import org.jspecify.annotations.NullMarked;
