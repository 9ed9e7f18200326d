"""A whole OpenStack Swift in one process: its proxy, which speaks S3, and the stores of accounts, containers and objects.

Arguments: a folder, its own; key and secret; then four ports, of the proxy and of the three stores.
"""
import os
import sys
import types

from swift.common import utils, wsgi

utils.eventlet_monkey_patch()

import eventlet  # noqa: E402  (patched before it is used)
import eventlet.event  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402

STORES = ('account', 'container', 'object')
FILTERS = ('catch_errors', 'gatekeeper', 'cache', 'listing_formats', 'bulk', 's3api', 'tempauth', 'slo')

DEFAULT = '''[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
swift_dir = {folder}
devices = {folder}/disks
mount_check = false
fallocate_reserve = 0
'''


class Memory:
    """What Swift would keep in memcached: only what it has seen lately of accounts and containers."""

    def __init__(self):
        self.kept = {}

    def set(self, key, value, *_args, **_more):
        self.kept[key] = value

    def get(self, key, *_args, **_more):
        return self.kept.get(key)

    def delete(self, key, *_args, **_more):
        self.kept.pop(key, None)


def remember(_global_conf, **_conf):
    memory = Memory()

    def wrap(app):
        def remembering(env, start_response):
            env['swift.cache'] = memory
            return app(env, start_response)
        return remembering
    return wrap


def build_rings(folder, ports):
    """Says where everything lies: on the one disk."""
    if os.path.exists(f'{folder}/disks'):
        return
    os.makedirs(f'{folder}/disks/disk')
    for kind, port in zip(STORES, ports):
        ring = RingBuilder(1, 1, 0)
        ring.add_dev({'region': 1, 'zone': 1, 'weight': 1, 'device': 'disk', 'ip': '127.0.0.1', 'port': port,
                      'replication_ip': '127.0.0.1', 'replication_port': port})
        ring.rebalance()
        ring.get_ring().save(f'{folder}/{kind}.ring.gz')


def proxy_sections(user, secret):
    own = {'cache': 'paste.filter_factory = bucket_server:remember\n'}
    more = {'tempauth': f'user_{user.replace(":", "_")} = {secret} .admin\n'}
    filters = [f'[filter:{name}]\n' + own.get(name, f'use = egg:swift#{name}\n') + more.get(name, '') for name in FILTERS]
    return (f'[pipeline:main]\npipeline = {" ".join(FILTERS)} proxy-server\n' + ''.join(filters)
            + '[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n')


def serve(folder, name, port, sections):
    path = f'{folder}/{name}.conf'
    with open(path, 'w', encoding='utf-8') as config:
        config.write(DEFAULT.format(folder=folder, port=port) + sections)
    conf, logger, log_name = wsgi._initrp(path, f'{name}-server')
    eventlet.spawn(wsgi.run_server, conf, logger, eventlet.listen(('127.0.0.1', port)), {'log_name': log_name})


def share_event_loop():
    """Each server would begin with a loop of its own, and end the one before it."""
    begin = eventlet.hubs.use_hub
    begin(utils.get_hub())

    def begin_once(loop=None):
        if not hasattr(eventlet.hubs._threadlocal, 'Hub'):
            begin(loop)
    eventlet.hubs.use_hub = begin_once


def main(folder, user, secret, proxy, *ports):
    # The file's own name is none that an import can have.
    sys.modules['bucket_server'] = types.ModuleType('bucket_server')
    sys.modules['bucket_server'].remember = remember
    share_event_loop()
    utils.FALLOCATE_RESERVE, utils.FALLOCATE_IS_PERCENT = 0, False
    build_rings(folder, ports)
    for name, port in zip(STORES, ports):
        serve(folder, name, port, f'[pipeline:main]\npipeline = {name}-server\n[app:{name}-server]\nuse = egg:swift#{name}\n')
    serve(folder, 'proxy', proxy, proxy_sections(user, secret))
    eventlet.event.Event().wait()


main(*sys.argv[1:4], *map(int, sys.argv[4:]))
