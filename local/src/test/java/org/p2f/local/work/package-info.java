/**
 * Small jobs of every kind, asked for by a patient client; for the slow tests of whole platforms.
 */
@org.jspecify.annotations.NullMarked
package org.p2f.local.work;
