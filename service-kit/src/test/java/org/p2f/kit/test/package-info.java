/** What tests of services need: tokens, and a client that talks real HTTP. */
@NullMarked
package org.p2f.kit.test;

import org.jspecify.annotations.NullMarked;
