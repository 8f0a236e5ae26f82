"""Mail in numbers: the account is right, also when the milter dies under it."""

from mta.ground import GroundTest
from mta.load import Load


class Accounts(GroundTest):
    def test_nothing_is_lost_when_a_milter_dies_and_comes_back(self):
        sink = self.ground.sink()
        milter = self.ground.null_milter()
        postfix = self.ground.postfix(sink, milters=[milter.milter])
        with Load(postfix.address, connections=8) as load:
            load.wait(50)
            milter.stop()
            milter.start()
            load.wait(len(load.confirmed) + 50)
        sink.wait(len(load.confirmed))
        self.assertEqual(load.lost(sink), set())
        self.assertEqual(load.doubled(sink), set())
        self.assertEqual(set(load.replies) - {250, 451, 0}, set())

    def test_a_loss_is_found(self):
        sink = self.ground.sink()
        postfix = self.ground.postfix(sink)
        with Load(postfix.address, connections=2) as load:
            load.wait(10)
        sink.wait(len(load.confirmed))
        load.confirmed.add("<never@sent>")
        self.assertEqual(load.lost(sink), {"<never@sent>"})
